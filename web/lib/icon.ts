import sprite from "virtual:icons";

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite; `name` must stand in icons.txt. */
export function icon(name: string, className = "i"): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#i-${name}`);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}
