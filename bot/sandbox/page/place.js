// The window in which a person picks a place to send.

import { h, field } from './dom.js';
import { openDialog } from './dialog.js';
import { RegionMap, middle, nearest } from './map.js';
import { t } from './words.js';

const SMOLENSK = { lat: 54.7826, lon: 32.0453 }; // where the pin stands when nothing else is known

let lastPlace = null; // people tend to send places near the last one

/** pickPlace asks for a point: {latitude, longitude}, or null when the window was closed. */
export function pickPlace(places) {
  const start = lastPlace ?? middle(places) ?? SMOLENSK;
  return new Promise((resolve) => {
    let answer = null;
    const picker = new Picker(places, { lat: start.lat, lon: start.lon });
    const send = () => {
      const point = picker.value();
      if (!point) return false;
      lastPlace = point;
      answer = { latitude: point.lat, longitude: point.lon };
    };
    const dialog = openDialog({
      title: t('choose_place'), body: picker.root, name: 'picker',
      buttons: [{ label: t('cancel') }, { label: t('send_place'), main: true, run: send }],
    });
    picker.map.root.focus();
    dialog.addEventListener('close', () => resolve(answer));
  });
}

class Picker {
  constructor(places, start) {
    this.places = places;
    this.lat = coordinate(start.lat, 90, 'lat', () => this.typed());
    this.lon = coordinate(start.lon, 180, 'lon', () => this.typed());
    this.near = h('p', { class: 'near', 'aria-live': 'polite' });
    this.map = new RegionMap(places, start, (p) => this.show(p));
    this.show(start);
    this.root = h('div', { class: 'place-picker' }, this.map.root, this.near,
      places.length > 0 && field(t('go_to'), this.list()), h('div', { class: 'fields' }, field(t('latitude'), this.lat), field(t('longitude'), this.lon)));
  }

  list() {
    const go = (e) => {
      const p = this.places[Number(e.target.value)];
      if (p) this.map.go({ lat: p.lat, lon: p.lon });
    };
    return h('select', { onchange: go, 'data-testid': 'place-list' }, h('option', { value: '' }, '—'), ...this.places.map((p, i) => h('option', { value: i }, p.name)));
  }

  show({ lat, lon }) {
    this.lat.value = lat.toFixed(5);
    this.lon.value = lon.toFixed(5);
    this.near.textContent = nearest(this.places, lat, lon) || t('nowhere_near');
  }

  typed() {
    const point = this.value();
    if (!point) return;
    this.map.set(point);
    this.near.textContent = nearest(this.places, point.lat, point.lon) || t('nowhere_near');
  }

  /** value is the point in the fields, or null while they hold no coordinates. */
  value() {
    const fine = [this.lat, this.lon].every((f) => f.value !== '' && f.reportValidity());
    return fine ? { lat: Number(this.lat.value), lon: Number(this.lon.value) } : null;
  }
}

function coordinate(value, limit, name, oninput) {
  return h('input', { type: 'number', step: 'any', min: -limit, max: limit, value, oninput, inputmode: 'decimal', 'data-testid': name });
}
