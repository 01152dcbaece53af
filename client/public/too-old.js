/* Runs before everything else, in any browser: says so where the browser is older than Chromium 92. */
(function () {
  'use strict';
  var agent = navigator.userAgent;
  var chromium = /Chrom(?:e|ium)\/(\d+)/.exec(agent);
  var lacks =
    typeof Array.prototype.at !== 'function' ||
    typeof Promise === 'undefined' ||
    typeof Intl === 'undefined' ||
    typeof WebSocket === 'undefined' ||
    !('noModule' in document.createElement('script'));
  if (!lacks && !(chromium && Number(chromium[1]) < 92)) return;
  window.dutyRoomTooOld = true;
  var show = function () {
    document.documentElement.className += ' too-old';
    var box = document.getElementById('too-old');
    var line = document.getElementById('too-old-agent');
    if (line) line.appendChild(document.createTextNode(agent));
    if (box) box.removeAttribute('hidden');
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
})();
