// Pictures of problems, drawn here, so that a report with a photo can be played without any file.

const WIDTH = 1280;
const HEIGHT = 960;
let drawn = 0;

/** samplePhoto draws the next of the scenes, each time a little different, as a JPEG. */
export function samplePhoto() {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const scenes = [pothole, darkLamp, rubbish];
  scenes[drawn % scenes.length](canvas.getContext('2d'));
  drawn += 1;
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], `sample-${drawn}.jpg`, { type: 'image/jpeg' })), 'image/jpeg', 0.85);
  });
}

function pothole(c) {
  fill(c, gradient(c, 0, 380, '#a9c3d6', '#dfe6e4'), 0, 0, WIDTH, 400);
  houses(c, 250, '#8d8577');
  fill(c, '#70806a', 0, 380, WIDTH, 70);
  fill(c, gradient(c, 430, HEIGHT, '#77787a', '#545558'), 0, 430, WIDTH, HEIGHT);
  grain(c, 430, 3500, ['#8a8b8d', '#4b4c4f', '#66676a']);
  for (let y = 450, w = 8; y < HEIGHT; y += w * 9, w *= 1.5) fill(c, '#d9d7cc', 300 - w * 2, y, w, w * 5);
  const x = between(560, 760);
  blob(c, x, 720, 265, 105, '#3a3836');
  blob(c, x + 6, 728, 225, 84, '#2a2725');
  blob(c, x + 12, 742, 165, 52, '#5d7482'); // rain water with the sky in it
  blob(c, x - 20, 732, 80, 14, '#9fb6c3');
  grain(c, 800, 160, ['#2f2d2b', '#8f8d88'], x - 300, 600, 110, 9);
}

function darkLamp(c) {
  fill(c, gradient(c, 0, HEIGHT, '#0b1426', '#1d2836'), 0, 0, WIDTH, HEIGHT);
  grain(c, 0, 90, ['#c9d4e6', '#7f8ca3'], 0, WIDTH, 380, 3);
  houses(c, 330, '#131b29', '#e8c26a');
  fill(c, '#161a20', 0, 620, WIDTH, 340);
  lamp(c, 1020, 290, 0.7, true);
  lamp(c, between(380, 520), 150, 1.25, false);
}

function lamp(c, x, top, k, lit) {
  fill(c, '#2c3340', x, top, 14 * k, 760 - top);
  fill(c, '#2c3340', x, top, 150 * k, 11 * k);
  fill(c, lit ? '#ffe6a6' : '#39414e', x + 95 * k, top + 8 * k, 72 * k, 18 * k);
  if (!lit) return;
  const glow = c.createRadialGradient(x + 130 * k, top + 20, 6, x + 130 * k, top + 120, 420);
  glow.addColorStop(0, 'rgba(255,224,150,.65)');
  glow.addColorStop(1, 'rgba(255,224,150,0)');
  fill(c, glow, 0, 0, WIDTH, HEIGHT);
}

function rubbish(c) {
  fill(c, gradient(c, 0, 560, '#b9cbd2', '#e6e2d4'), 0, 0, WIDTH, 560);
  houses(c, 380, '#9c8f80');
  fill(c, gradient(c, 540, HEIGHT, '#87906f', '#6b7258'), 0, 540, WIDTH, 420);
  grain(c, 560, 1500, ['#7b8463', '#95a07a', '#646b50']);
  for (const x of [380, 640]) {
    fill(c, '#2f6b4d', x, 470, 230, 270);
    fill(c, '#285c42', x, 470, 230, 34);
    fill(c, '#204a36', x + 20, 735, 36, 26);
    fill(c, '#204a36', x + 174, 735, 36, 26);
  }
  const bags = ['#23262b', '#3b3f46', '#d7d9d6', '#4d6b96', '#b4a58a'];
  for (let i = 0; i < 26; i += 1) blob(c, between(300, 960), between(730, 830), between(34, 70), between(28, 48), bags[i % bags.length]);
  for (let i = 0; i < 9; i += 1) blob(c, between(400, 850), between(430, 470), between(36, 60), between(26, 40), bags[i % bags.length]);
}

function houses(c, base, wall, window = '#c8d2d6') {
  for (let x = -40; x < WIDTH; x += 330) {
    const top = base - between(70, 150);
    fill(c, wall, x, top, 290, 640 - top);
    for (let y = top + 30; y < 360; y += 70) {
      for (let wx = x + 28; wx < x + 260; wx += 62) if (Math.random() > 0.3) fill(c, window, wx, y, 30, 38);
    }
  }
}

function fill(c, paint, x, y, w, height) {
  c.fillStyle = paint;
  c.fillRect(x, y, w, height);
}

function gradient(c, from, to, top, bottom) {
  const g = c.createLinearGradient(0, from, 0, to);
  g.addColorStop(0, top);
  g.addColorStop(1, bottom);
  return g;
}

/** blob is an ellipse with an uneven edge. */
function blob(c, x, y, rx, ry, paint) {
  c.fillStyle = paint;
  c.beginPath();
  for (let i = 0; i <= 24; i += 1) {
    const a = i / 24 * Math.PI * 2;
    const r = 1 + 0.09 * Math.sin(a * 5 + rx) + 0.05 * Math.sin(a * 9 + x);
    c.lineTo(x + Math.cos(a) * rx * r, y + Math.sin(a) * ry * r);
  }
  c.fill();
}

function grain(c, top, n, paints, left = 0, wide = WIDTH, high = HEIGHT - top, size = 4) {
  for (let i = 0; i < n; i += 1) {
    fill(c, paints[i % paints.length], left + Math.random() * wide, top + Math.random() * high, 1 + Math.random() * size, 1 + Math.random() * size);
  }
}

function between(a, b) {
  return a + Math.random() * (b - a);
}
