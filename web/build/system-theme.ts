import type { AtRule, Plugin, Rule } from "postcss";

const DARK = '[data-theme="dark"]';
const SYSTEM = '[data-theme="system"]';

/** Repeats the dark block for `data-theme="system"` where the machine prefers dark, so that it is written once. */
export const systemTheme: Plugin = {
  postcssPlugin: "concerto-system-theme",
  OnceExit(root, { AtRule: Media }) {
    root.walkRules(DARK, (rule: Rule) => {
      const media: AtRule = new Media({ name: "media", params: "(prefers-color-scheme: dark)" });
      media.append(rule.clone({ selector: SYSTEM }));
      rule.after(media);
    });
  },
};
