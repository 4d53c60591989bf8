/** Of more tabs than fit, the one that is open is in sight. */
export function showCurrentTab(): void {
  document.querySelector(".tabs > [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}
