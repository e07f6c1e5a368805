// A schematic map of the region, drawn from the places that the sandbox names: no tiles, no server.

import { s } from './dom.js';
import { t } from './words.js';

const NEAR_KM = 30;
const STEP = 0.02; // degrees that an arrow key moves the pin; five times as much with Shift

/** middle is the place closest to the middle of all, or nothing. */
export function middle(places) {
  const mean = (key) => places.reduce((sum, p) => sum + p[key], 0) / places.length;
  const far = (p) => Math.hypot(p.lat - mean('lat'), (p.lon - mean('lon')) / 2);
  return [...places].sort((a, b) => far(a) - far(b))[0];
}

/** nearest names the closest place, with the distance when one is not in it; "" when none is near. */
export function nearest(places, lat, lon) {
  let best = null;
  for (const p of places ?? []) {
    const km = Math.hypot((p.lat - lat) * 111.2, (p.lon - lon) * 111.2 * Math.cos(lat * Math.PI / 180));
    if (!best || km < best.km) best = { km, name: p.name };
  }
  if (!best || best.km > NEAR_KM) return '';
  return best.km < 3 ? best.name : t('near', { name: best.name, km: Math.round(best.km) });
}

/** RegionMap shows the places and a pin; `moved({lat, lon})` is told where the pin went. */
export class RegionMap {
  constructor(places, start, moved) {
    this.places = places;
    this.moved = moved;
    this.frame(start);
    this.pin = s('g', { class: 'map-pin' },
      s('path', { d: 'M0 0c-7-9-12-14-12-21a12 12 0 0 1 24 0c0 7-5 12-12 21z' }), s('circle', { cx: 0, cy: -21, r: 4.5 }));
    this.root = s('svg', {
      class: 'map', viewBox: `0 0 ${this.width} ${this.height}`, tabindex: 0, role: 'application', 'aria-label': t('map_hint'), 'data-testid': 'map',
      onkeydown: (e) => this.key(e), onpointerdown: (e) => this.point(e), onpointermove: (e) => e.buttons && this.point(e),
    }, this.land(), ...this.dots(), this.pin);
    this.set(start);
  }

  /** frame fits all places, or a degree around the start, into the picture. */
  frame(start) {
    const all = this.places.length > 1 ? this.places : [{ lat: start.lat - 0.8, lon: start.lon - 1.3 }, { lat: start.lat + 0.8, lon: start.lon + 1.3 }];
    const lats = all.map((p) => p.lat);
    const lons = all.map((p) => p.lon);
    this.top = Math.max(...lats) + 0.3;
    this.left = Math.min(...lons) - 0.45;
    const high = this.top - (Math.min(...lats) - 0.3);
    const wide = Math.max(...lons) + 0.45 - this.left;
    this.width = window.innerWidth < 600 ? 340 : 560;
    this.perLon = this.width / wide;
    this.perLat = this.perLon / Math.cos((this.top - high / 2) * Math.PI / 180);
    this.height = Math.round(high * this.perLat);
  }

  xy({ lat, lon }) {
    return [(lon - this.left) * this.perLon, (this.top - lat) * this.perLat];
  }

  land() {
    const round = hull(this.places.map((p) => this.xy(p)));
    const shape = round.length > 2 && s('path', { class: 'map-land', d: `M${round.map((p) => p.map(Math.round).join(' ')).join('L')}Z` });
    return s('g', {}, s('rect', { class: 'map-ground', width: this.width, height: this.height }), shape);
  }

  /** dots names as many places as fit without one name over another. */
  dots() {
    const taken = this.places.map((p) => around(this.xy(p), 5, 5));
    return this.places.map((p) => {
      const [x, y] = this.xy(p);
      const label = this.label(p.name, x, y, taken);
      return s('g', {}, s('circle', { class: 'map-dot', cx: x, cy: y, r: 3.5 }), label);
    });
  }

  label(name, x, y, taken) {
    const w = name.length * 6.4;
    const tries = [[x + 7, y + 4, 'start', x + 7], [x - 7, y + 4, 'end', x - 7 - w], [x, y - 8, 'middle', x - w / 2], [x, y + 16, 'middle', x - w / 2]];
    for (const [tx, ty, anchor, left] of tries) {
      const box = { l: left, r: left + w, t: ty - 11, b: ty + 3 };
      const free = box.l > 2 && box.r < this.width - 2 && !taken.some((o) => o.l < box.r && o.r > box.l && o.t < box.b && o.b > box.t);
      if (!free) continue;
      taken.push(box);
      return s('text', { class: 'map-name', x: tx, y: ty, 'text-anchor': anchor }, name);
    }
    return null;
  }

  set({ lat, lon }) {
    this.at = { lat, lon };
    const [x, y] = this.xy(this.at);
    this.pin.setAttribute('transform', `translate(${x} ${y})`);
  }

  go(point) {
    this.set(point);
    this.moved(this.at);
  }

  point(event) {
    const box = this.root.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * this.width;
    const y = (event.clientY - box.top) / box.height * this.height;
    this.go({ lon: this.left + x / this.perLon, lat: this.top - y / this.perLat });
  }

  key(event) {
    const way = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1.6], ArrowRight: [0, 1.6] }[event.key];
    if (!way) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP * 5 : STEP;
    this.go({ lat: this.at.lat + way[0] * step, lon: this.at.lon + way[1] * step });
  }
}

function around([x, y], dx, dy) {
  return { l: x - dx, r: x + dx, t: y - dy, b: y + dy };
}

/** hull is the convex hull of points (Andrew's monotone chain). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list) => {
    const out = [];
    for (const p of list) {
      while (out.length > 1 && cross(out.at(-2), out.at(-1), p) <= 0) out.pop();
      out.push(p);
    }
    return out.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function cross(o, a, b) {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}
