const PREFIX = "concerto";

/** Small things kept in this browser, apart for each person who signs in on it. Without storage nothing is kept. */
export const store = {
  get<T>(name: string, fallback: T): T {
    try {
      return JSON.parse(localStorage.getItem(keyOf(name)) ?? "null") ?? fallback;
    } catch {
      return fallback;
    }
  },

  set(name: string, value: unknown): void {
    try {
      localStorage.setItem(keyOf(name), JSON.stringify(value));
    } catch {
      // Private windows and full disks refuse: what is kept here is a convenience, never the only copy on screen.
    }
  },

  remove(name: string): void {
    try {
      localStorage.removeItem(keyOf(name));
    } catch {
      // See set.
    }
  },

  /** Names kept for this person that begin with `start`. */
  names(start: string): string[] {
    const prefix = keyOf(start);
    return keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => start + key.slice(prefix.length));
  },
};

/** Forgets all that this person left in the browser; for signing out on purpose. */
export function forgetAll(): void {
  for (const name of store.names("")) store.remove(name);
}

function keyOf(name: string): string {
  return `${PREFIX}.${document.body.dataset["user"] ?? ""}.${name}`;
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
