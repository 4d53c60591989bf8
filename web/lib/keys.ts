const TEXT_INPUTS =
  "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select";

/** Whether the key belongs to something being written, where no shortcut may fire. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (isComposing(event)) return true;
  return target instanceof HTMLElement && (target.matches(TEXT_INPUTS) || target.isContentEditable);
}

/** Whether an input method (pinyin, kana …) is choosing characters; 229 is what older browsers say. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

export function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** Ctrl, or ⌘ on a Mac. */
export function isCommand(event: KeyboardEvent, key: string): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key;
}

export const COMMAND_SIGN = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl ";
