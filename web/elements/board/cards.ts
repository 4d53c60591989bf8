import type { Cursor } from "../grid/peek.ts";

const CARD = ".card[data-id]";
const LANE = "[data-lane]";
const LINK = ".card-a";

/** The cursor of a board: one current card, which carries `is-cur`. Lanes are the columns of a board, the days of a calendar. */
export class Cards implements Cursor {
  private id = "";

  constructor(private readonly board: HTMLElement) {
    board.addEventListener("focusin", (event) => this.settleOn(event.target));
  }

  /** Found anew each time: a moved card comes back as another element. */
  get row(): HTMLElement | null {
    return this.id ? this.card(this.id) : null;
  }

  get lanes(): HTMLElement[] {
    return [...this.board.querySelectorAll<HTMLElement>(LANE)];
  }

  card(id: string): HTMLElement | null {
    return this.board.querySelector<HTMLElement>(`${CARD}[data-id="${CSS.escape(id)}"]`);
  }

  lane(name: string | null): HTMLElement | null {
    return this.lanes.find((lane) => lane.dataset["lane"] === name) ?? null;
  }

  laneOf(card: HTMLElement | null): HTMLElement | null {
    return card?.closest<HTMLElement>(LANE) ?? null;
  }

  /** The next or previous card of all, lane after lane. */
  moveRow(step: number): void {
    const cards = [...this.board.querySelectorAll<HTMLElement>(CARD)];
    const at = this.row ? cards.indexOf(this.row) : -1;
    this.focus(at < 0 ? cards[0] : cards[at + step]);
  }

  /** To the card beside this one, over lanes that are empty. */
  moveLane(step: number): void {
    const lane = this.laneOf(this.row);
    if (!lane || !this.row) return this.moveRow(1);
    const place = cardsIn(lane).indexOf(this.row);
    for (let at = this.lanes.indexOf(lane) + step; this.lanes[at]; at += step) {
      const cards = cardsIn(this.lanes[at] as HTMLElement);
      if (cards.length > 0) return this.focus(cards[Math.min(place, cards.length - 1)]);
    }
  }

  goTo(id: string): void {
    this.focus(this.card(id));
  }

  refocus(): void {
    this.focus(this.row);
  }

  private focus(card: HTMLElement | null | undefined): void {
    card?.querySelector<HTMLElement>(LINK)?.focus();
  }

  private settleOn(target: EventTarget | null): void {
    const card = target instanceof Element ? target.closest<HTMLElement>(CARD) : null;
    if (!card) return;
    for (const other of this.board.querySelectorAll(".card.is-cur")) other.classList.remove("is-cur");
    this.id = card.dataset["id"] ?? "";
    card.classList.add("is-cur");
  }
}

export function cardsIn(lane: HTMLElement): HTMLElement[] {
  return [...lane.querySelectorAll<HTMLElement>(CARD)];
}
