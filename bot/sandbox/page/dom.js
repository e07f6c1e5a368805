// Building the page from nodes. Nothing here, or anywhere on the page, takes a string as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** h makes an HTML element: `onclick: fn` listens, true/false set or leave out an attribute. */
export function h(tag, props = {}, ...children) {
  return build(document.createElement(tag), props, children);
}

/** s makes an SVG element in the same way. */
export function s(tag, props = {}, ...children) {
  return build(document.createElementNS(SVG, tag), props, children);
}

function build(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** unseen is text for screen readers only. */
export function unseen(text) {
  return h('span', { class: 'unseen' }, text);
}

let ids = 0;

/** newID gives an id for aria-labelledby and the like. */
export function newID(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

/** field is a labelled input, select or textarea. */
export function field(label, control) {
  return h('label', { class: 'field' }, h('span', {}, label), control);
}

/** oneAtATime runs an async function never twice at once; calls made meanwhile become one more run. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  async function loop() {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    if (running) again = true;
    else running = loop().finally(() => { running = null; });
    return running;
  };
}
