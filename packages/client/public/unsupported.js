/* For browsers that cannot run the game: in words that the oldest of them understands, in both of its languages. */
(function () {
  var isOld =
    !('noModule' in document.createElement('script')) ||
    !Object.hasOwn ||
    !Array.prototype.at ||
    !window.structuredClone ||
    !window.CSS ||
    !CSS.supports('inset', '0') ||
    !window.HTMLDialogElement;
  if (!isOld) return;
  var german = /(^|; )language=de/.test(document.cookie) || /^de/i.test(navigator.language || '');
  var lines = german
    ? ['Dieser Browser ist zu alt für CryptoTribes.', 'Nimm einen aktuellen Firefox, Chrome, Edge oder Safari (ab 16).']
    : ['This browser is too old for CryptoTribes.', 'Use a current Firefox, Chrome, Edge or Safari (16 or newer).'];
  var place = document.createElement('div');
  place.className = 'too-old';
  place.setAttribute('role', 'alert');
  for (var i = 0; i < lines.length; i++) {
    var line = document.createElement(i === 0 ? 'h1' : 'p');
    line.appendChild(document.createTextNode(lines[i]));
    place.appendChild(line);
  }
  document.body.insertBefore(place, document.body.firstChild);
})();
