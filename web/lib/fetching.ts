import { meta } from "./page.ts";

/** Raised for an answer of 400 or more; `status` says which. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Problem {
  title?: string;
  detail?: string;
}

/** Reads JSON with the session of this page. */
export async function getJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...(signal && { signal }) });
  if (!answer.ok) throw new Refused(answer.status, answer.statusText);
  return (await answer.json()) as T;
}

/** Posts a form's values in the background. */
export async function post(address: string, body: FormData | URLSearchParams): Promise<Response> {
  return fetch(address, { method: "POST", body, headers: csrfHeader() });
}

export function csrfHeader(): Record<string, string> {
  return { "X-CSRFToken": meta("csrf-token") };
}

/** After signing in again the token is another one: takes it from a fresh copy of this page into meta and forms. */
export async function renewCsrfToken(): Promise<void> {
  const page = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const token = /name="csrf-token"\s+content="([^"]+)"/.exec(page)?.[1];
  if (!token) return;
  document.querySelector('meta[name="csrf-token"]')?.setAttribute("content", token);
  for (const input of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]"))
    input.value = token;
}

/** What a refusal says, where it says it in `application/problem+json`. */
export function problemText(contentType: string | null, text: string): string {
  if (!contentType?.includes("json")) return "";
  try {
    const problem = JSON.parse(text) as Problem;
    return problem.detail || problem.title || "";
  } catch {
    return "";
  }
}

const SENTENCE_AT_MOST = 400;
const ENTITIES: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&#x27;": "'",
};

/** The words of a small fragment of HTML; nothing for a whole page, which nobody reads in a message. */
export function shortText(html: string): string {
  if (/<html|<body|<script/i.test(html)) return "";
  const text = html.replace(/<[^>]*>/g, " ").replace(/&\w+;|&#\w+;/g, (entity) => ENTITIES[entity] ?? entity);
  const words = text.replace(/\s+/g, " ").trim();
  return words.length > SENTENCE_AT_MOST ? "" : words;
}
