// Photos, films, sounds, files, places and people in a message.
import { el, button, icon, size } from './dom.js';
import { lightbox } from './dialogs.js';
import { invoiceNode, paidMediaNode } from './payments.js';
import { otherKind } from './words.js';

export const fileUrl = id => '/sandbox/file?id=' + encodeURIComponent(id);
const duration = seconds => `${Math.floor((seconds || 0) / 60)}:${String((seconds || 0) % 60).padStart(2, '0')}`;
const sized = thing => ({ width: thing.width || null, height: thing.height || null });

const hidden = (m, node) => {
  if (!m.has_media_spoiler) return node;
  const cover = button({ class: 'cover', on: { click: () => { box.classList.add('open'); cover.remove(); } } }, 'Spoiler · show');
  const box = el('div', { class: 'veiled' }, node, cover);
  return box;
};

const picture = (m, photo) => {
  const src = fileUrl(photo.file_id);
  const alt = m.caption || 'Photo';
  return hidden(m, button({ class: 'zoom', 'aria-label': 'Photo; press to enlarge', on: { click: () => lightbox(src, alt) } }, el('img', { class: 'media', src, alt, ...sized(photo) })));
};

const film = (m, video) => hidden(m, /^image\//.test(video.mime_type || '')
  ? el('img', { class: 'media', src: fileUrl(video.file_id), alt: 'Animation', ...sized(video) })
  : el('video', { class: 'media', src: fileUrl(video.file_id), controls: true, loop: Boolean(m.animation), preload: 'metadata', ...sized(video) }));

// What fills its bubble from edge to edge; albums lay these out in a grid.
export const visual = m => {
  if (m.photo) return picture(m, m.photo[m.photo.length - 1]);
  if (m.video || m.animation) return film(m, m.video || m.animation);
  return null;
};

export const visuals = m => m.paid_media ? m.paid_media.paid_media.map(item => visual({ ...item, caption: m.caption })).filter(Boolean) : [visual(m)].filter(Boolean);

const card = (glyph, title, ...lines) => el('div', { class: 'card' }, el('span', { class: 'disc' }, icon(glyph)),
  el('div', { class: 'card-text' }, el('span', { class: 'card-title' }, title), lines.filter(Boolean).map(line => el('span', { class: 'hint' }, line))));

const place = (location, title, address) => {
  const { latitude, longitude } = location;
  const url = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}#map=15/${Number(latitude)}/${Number(longitude)}`;
  const map = el('a', { href: url, target: '_blank', rel: 'noreferrer noopener', title: url }, 'Open map ↗');
  return card('pin', title || (location.live_period ? 'Live location' : 'Location'), address, `${latitude}, ${longitude}`, map);
};

const sound = (m, thing) => el('div', { class: 'sound' },
  el('span', { class: 'hint' }, m.voice ? `Voice message · ${duration(thing.duration)}` : [thing.performer, thing.title || thing.file_name, duration(thing.duration)].filter(Boolean).join(' · ')),
  el('audio', { src: fileUrl(thing.file_id), controls: true, preload: 'metadata', 'aria-label': m.voice ? 'Voice message' : 'Audio' }));

const file = document => el('a', { class: 'card', href: fileUrl(document.file_id), download: document.file_name || 'file' }, el('span', { class: 'disc' }, icon('file')),
  el('span', { class: 'card-text' }, el('span', { class: 'card-title' }, document.file_name || 'file'), el('span', { class: 'hint' }, size(document.file_size))));

const sticker = s => {
  if (s.is_animated) return card('smile', s.emoji || 'Sticker', 'Animated sticker, not played here');
  return s.is_video ? el('video', { class: 'sticker', src: fileUrl(s.file_id), autoplay: true, loop: true, muted: true })
    : el('img', { class: 'sticker', src: fileUrl(s.file_id), alt: s.emoji ? `Sticker ${s.emoji}` : 'Sticker', ...sized(s) });
};

export const attachment = m => {
  if (m.sticker) return sticker(m.sticker);
  if (m.video_note) return el('video', { class: 'round', src: fileUrl(m.video_note.file_id), controls: true, preload: 'metadata' });
  if (m.audio || m.voice) return sound(m, m.audio || m.voice);
  if (m.document) return file(m.document);
  if (m.dice) return el('div', { class: 'dice' }, `${m.dice.emoji} ${m.dice.value}`);
  if (m.venue) return place(m.venue.location, m.venue.title, m.venue.address);
  if (m.location) return place(m.location);
  if (m.contact) return card('person', [m.contact.first_name, m.contact.last_name].filter(Boolean).join(' '), m.contact.phone_number);
  if (m.invoice) return invoiceNode(m);
  if (m.paid_media) return paidMediaNode(m);
  const kind = m.poll ? null : otherKind(m);
  return kind ? card('file', kind, 'Not drawn here; its JSON is on the wire.') : null;
};
