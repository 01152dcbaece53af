/// <reference types="vite/client" />
interface Window {
  /** Set by `too-old.js`: the page says that the browser is too old and nothing else starts. */
  dutyRoomTooOld?: boolean;
}
