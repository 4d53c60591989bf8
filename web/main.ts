/** What every page needs; elements come by themselves when their tag appears. */
import "./styles/main.css";
import { startToasts } from "./elements/toast.ts";
import { forgetAll } from "./lib/store.ts";
import { startBell } from "./page/bell.ts";
import { openDialogs, startDialogs } from "./page/dialogs.ts";
import { restoreDrafts, startDrafts } from "./page/drafts.ts";
import { bringElements, keepEarlyClicks } from "./page/elements.ts";
import { startHtmx } from "./page/htmx.ts";
import { startLive } from "./page/live.ts";
import { startLiveList } from "./page/live-list.ts";
import { startLiveRecord } from "./page/live-record.ts";
import { startMenus } from "./page/menus.ts";
import { startPasting } from "./page/pasting.ts";
import { startShortcuts } from "./page/shortcuts.ts";
import { showCurrent } from "./page/tabs.ts";
import { startTheme } from "./page/theme.ts";
import { startTimes, tellTimes } from "./page/times.ts";
import { startTrouble } from "./page/trouble.ts";
import { rememberVisit } from "./page/visited.ts";

startHtmx();
startTrouble();
startToasts();
startDialogs();
startMenus();
startPasting();
startShortcuts();
startTheme();
startTimes();
startDrafts();
startBell();
startLiveRecord();
startLiveList();
startLive();
keepEarlyClicks();
bringElements();
openDialogs();
showCurrent();
rememberVisit();
forgetOnSignOut();

/** Fragments get what the page got when it was loaded. */
document.addEventListener("htmx:after:settle", () => {
  bringElements();
  tellTimes();
  restoreDrafts();
  openDialogs();
});

/** Signing out on purpose leaves nothing of this person in the browser. */
function forgetOnSignOut(): void {
  document.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches("[data-sign-out]")) forgetAll();
  });
}
