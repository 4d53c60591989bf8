import { closest, define } from "../../lib/dom.ts";
import { hasModifier, isTyping } from "../../lib/keys.ts";
import { Peek } from "../grid/peek.ts";
import { Cards } from "./cards.ts";
import { Moving } from "./moving.ts";

const WEEK = 7;

/**
 * `<c-board data-peek data-move data-by>` around lanes of cards: a cursor by keyboard, moving by drag, by Shift and arrows or
 * by a dialog, looking at a card beside the board. It bears `data-drags` once cards can be dragged. With `data-days` the lanes are the days of a calendar. See the README.
 */
export class Board extends HTMLElement {
  private cards!: Cards;
  private moving!: Moving;
  private peek!: Peek;
  private readonly onPageKey = (event: KeyboardEvent): void => this.onKey(event);

  connectedCallback(): void {
    this.cards = new Cards(this);
    this.moving = new Moving(this, this.cards);
    this.peek = new Peek(this, this.cards);
    this.addEventListener("click", (event) => this.onClick(event));
    document.addEventListener("keydown", this.onPageKey);
    void this.bringDragging();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.onPageKey);
    this.moving.stop();
  }

  private async bringDragging(): Promise<void> {
    const { makeDraggable } = await import("./dragging.ts");
    makeDraggable(this.cards.lanes, this.moving);
    this.toggleAttribute("data-drags", true);
  }

  private onClick(event: MouseEvent): void {
    const card = closest(event, ".card[data-id]");
    if (!card) return;
    if (closest(event, "[data-move]")) this.moving.ask(card);
    if (!closest(event, "[data-peek-open]")) return;
    this.cards.goTo(card.dataset["id"] ?? "");
    this.peek.open();
  }

  /** Letters work from anywhere on the page, arrows and the space bar once the cursor is on a card. */
  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || hasModifier(event) || isTyping(event) || !this.isMeant(event)) return;
    const act = event.shiftKey ? this.shifted(event.key) : this.plain(event.key, closest(event, ".card-a") !== null);
    if (!act) return;
    event.preventDefault();
    act();
  }

  private isMeant({ target }: KeyboardEvent): boolean {
    if (document.querySelector("dialog[open]")) return false;
    return target === document.body || this.peek.holds(target) || (target instanceof Node && this.contains(target));
  }

  private plain(key: string, onCard: boolean): (() => void) | undefined {
    const { cards, moving, peek } = this;
    const letters: Record<string, () => void> = {
      j: () => this.step(1),
      k: () => this.step(-1),
      m: () => moving.ask(cards.row),
      e: () => this.edit(),
    };
    const arrows: Record<string, () => void> = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      ArrowRight: () => (peek.isOpen ? this.step(1) : cards.moveLane(1)),
      ArrowLeft: () => (peek.isOpen ? this.step(-1) : cards.moveLane(-1)),
      " ": () => peek.toggle(),
    };
    if (key === "Escape" && peek.isOpen) return () => peek.close();
    return letters[key] ?? (onCard ? arrows[key] : undefined);
  }

  private shifted(key: string): (() => void) | undefined {
    const step = { ArrowRight: 1, ArrowLeft: -1, ...(this.hasAttribute("data-days") && { ArrowDown: WEEK, ArrowUp: -WEEK }) }[key];
    return step && this.cards.row ? () => this.moving.shift(this.cards.row, step) : undefined;
  }

  private step(by: number): void {
    this.cards.moveRow(by);
    this.peek.follow();
  }

  private edit(): void {
    const card = this.cards.row;
    if (card?.hasAttribute("data-movable")) location.assign(`${card.dataset["url"]}/edit`);
  }
}

define("c-board", Board);
