/* Plain ECMAScript 3, read by every browser: shows what to do where the page cannot run. Chrome 100 passes, 97 and older do not. */
(function () {
  var isModern =
    'noModule' in document.createElement('script') &&
    typeof Array.prototype.findLast === 'function' &&
    typeof Object.hasOwn === 'function' &&
    typeof structuredClone === 'function'
  if (isModern) return

  function tell() {
    var message = document.getElementById('app-old')
    var page = document.getElementById('app')
    if (page) page.style.display = 'none'
    if (message) message.removeAttribute('hidden')
  }
  if (document.getElementById('app')) tell()
  else if (window.addEventListener) window.addEventListener('load', tell)
  else window.attachEvent('onload', tell)
})()
