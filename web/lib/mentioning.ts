/** What is being typed behind an “@”: from where to where it stands in the text, and its words so far. */
export interface Begun {
  from: number;
  to: number;
  query: string;
}

const LONGEST = 40;

/** The name that is being typed at the caret, if one is: an “@” that begins a word, and no line end behind it. */
export function begunAt(text: string, caret: number): Begun | null {
  const line = text.slice(Math.max(0, caret - LONGEST), caret);
  const found = /(?:^|[\s(（，。、:：])@([^\s@][^\n@]*)$/u.exec(line);
  const query = found?.[1];
  return query ? { from: caret - query.length - 1, to: caret, query } : null;
}

/** The text with the name in place of what was typed, and where the caret stands then. */
export function named(text: string, begun: Begun, name: string): { text: string; caret: number } {
  const put = `@${name} `;
  const rest = text.slice(begun.to).replace(/^ /, "");
  return { text: text.slice(0, begun.from) + put + rest, caret: begun.from + put.length };
}
