import './polyfills.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';

/** A wall loads its own few files: no router, no form controls, nothing that a person could press. */
const WALL = /^(?:\/drill\/([\w-]+))?\/wall\/?$/;

async function start(): Promise<void> {
  const root = document.getElementById('face');
  if (!root || window.dutyRoomTooOld) return;
  const wall = WALL.exec(location.pathname);
  if (wall) {
    const { showWall } = await import('./wall/show-wall.tsx');
    await showWall(root, wall[1] ?? null);
  } else {
    const { showApp } = await import('./app/show-app.tsx');
    await showApp(root);
  }
}

void start();
