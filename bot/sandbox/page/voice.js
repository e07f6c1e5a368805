// A voice message: recorded where there is a microphone, a beep where there is none.

import { base64 } from './api.js';

const BEEP_SECONDS = 2;
const RATE = 8000;

/** Recorder records until stop() or drop(). */
export class Recorder {
  /** start gives a recorder that runs, or null when there is no microphone or no leave to use it. */
  static async start() {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return null;
    try {
      return new Recorder(await navigator.mediaDevices.getUserMedia({ audio: true }));
    } catch {
      return null;
    }
  }

  constructor(stream) {
    this.stream = stream;
    this.began = Date.now();
    this.chunks = [];
    this.recorder = new MediaRecorder(stream);
    this.recorder.ondataavailable = (e) => this.chunks.push(e.data);
    this.recorder.start();
  }

  get seconds() {
    return Math.max(1, Math.round((Date.now() - this.began) / 1000));
  }

  async stop() {
    const duration = this.seconds;
    await this.end();
    return { data: await base64(new Blob(this.chunks, { type: this.recorder.mimeType })), duration };
  }

  end() {
    return new Promise((resolve) => {
      this.recorder.onstop = () => {
        this.stream.getTracks().forEach((track) => track.stop());
        resolve();
      };
      this.recorder.stop();
    });
  }
}

/** beep is a voice message made of a falling tone (16-bit mono WAV). */
export async function beep() {
  const n = RATE * BEEP_SECONDS;
  const view = new DataView(new ArrayBuffer(44 + n * 2));
  const text = (at, words) => [...words].forEach((ch, i) => view.setUint8(at + i, ch.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + n * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, n * 2, true);
  for (let i = 0; i < n; i += 1) {
    const fade = Math.sin(i / n * Math.PI);
    view.setInt16(44 + i * 2, Math.sin(i * (0.35 - 0.1 * i / n)) * 9000 * fade, true);
  }
  return { data: await base64(new Blob([view.buffer], { type: 'audio/wav' })), duration: BEEP_SECONDS };
}
