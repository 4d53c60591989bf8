/** Of more tabs, or places in the rail, than fit, the one that is open is in sight. */
export function showCurrent(): void {
  document.querySelector(".tabs > [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.querySelector(".rail-list > [aria-current]")?.scrollIntoView({ block: "center" });
}
