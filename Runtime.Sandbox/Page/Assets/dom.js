// Everything that comes from a bot or a user reaches the page as text nodes and attributes only, never as markup.
export const $ = id => document.getElementById(id);

export const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return node;
};

export const button = (attributes, ...children) => el('button', { type: 'button', ...attributes }, ...children);

const paths = {
  edit: 'M4 20h4L19 9l-4-4L4 16z',
  reply: 'M10 6 4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.500 14.500a4.500 4.500 0 0 0 7 0M9 9.500v.01M15 9.500v.01',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  close: 'm6 6 12 12M18 6 6 18',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  pin: 'M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12M12 11.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21a8 8 0 0 1 16 0',
  link: 'M8 16 17 7M9 7h8v8',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5',
  app: 'M4 4h16v16H4zM4 9h16',
  check: 'm5 12 5 5L20 7',
  plus: 'M12 5v14M5 12h14',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
};

const drawing = (name, attributes, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

export const icon = name => drawing('svg', { viewBox: '0 0 24 24', class: 'glyph', 'aria-hidden': 'true' }, drawing('path', { d: paths[name] }));

// A spot of a colour that a bot may choose, 24 bits.
export const dot = colour => drawing('svg', { viewBox: '0 0 10 10', class: 'dot', 'aria-hidden': 'true' },
  drawing('circle', { cx: 5, cy: 5, r: 5, fill: '#' + (Number(colour) & 0xffffff).toString(16).padStart(6, '0') }));

// Keeps the nodes of what did not change, so that focus, selection, playing sound and opened details survive a redraw.
export const keyed = (container, items) => {
  const old = new Map([...container.children].map(node => [node.dataset.key, node]));
  const wanted = items.map(({ key, sign, make }) => {
    const kept = old.get(String(key));
    if (kept && kept.sign === sign) return kept;
    const made = make();
    made.dataset.key = key;
    made.sign = sign;
    if (kept) takeFocus(kept, made);
    return made;
  });
  const staying = new Set(wanted);
  for (const node of [...container.children]) if (!staying.has(node)) node.remove();
  wanted.forEach((node, i) => { if (container.children[i] !== node) container.insertBefore(node, container.children[i] || null); });
};

// A node that is made anew while the focus is in it hands the focus on to its counterpart.
const takeFocus = (kept, made) => {
  if (!kept.contains(document.activeElement)) return;
  const focusable = node => [node, ...node.querySelectorAll('button, a, input, [tabindex]')];
  const at = focusable(kept).indexOf(document.activeElement);
  queueMicrotask(() => (focusable(made)[at] || made).focus({ preventScroll: true }));
};

export const safeUrl = url => {
  try {
    return ['http:', 'https:', 'tg:', 'mailto:', 'tel:'].includes(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
};

export const clock = (seconds, withSeconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined, hour12: false });

export const day = seconds => {
  const date = new Date(seconds * 1000);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return 'Today';
  return date.toLocaleDateString([], { day: 'numeric', month: 'long', year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
};

export const size = bytes => bytes > 1048575 ? (bytes / 1048576).toFixed(1) + ' MB' : bytes > 1023 ? Math.round(bytes / 1024) + ' KB' : (bytes || 0) + ' B';

export const copy = async (text, done) => {
  try {
    await navigator.clipboard.writeText(text);
    done('Copied');
  } catch {
    done('The browser did not allow copying.');
  }
};
