// The message field: whoever puts a text into it does so as typing would, so that everything that follows from typing follows.
import { $ } from './dom.js';

export const setText = text => {
  $('text').value = text;
  $('text').dispatchEvent(new Event('input'));
};

export const write = text => {
  setText(text);
  $('text').focus();
};

// Where a keyboard is at hand; on a touch screen the focus would bring one up.
export const focusField = () => {
  if (matchMedia('(hover: hover)').matches && !document.querySelector('dialog[open]')) $('text').focus();
};
