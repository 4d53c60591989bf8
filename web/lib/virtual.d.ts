declare module "virtual:icons" {
  /** The address of the icon sprite, resolved against this script's own address. */
  const address: string;
  export default address;
}

declare module "htmx.org/dist/ext/hx-csp.js";

declare module "*.css";
