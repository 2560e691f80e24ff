// Shows passkey buttons only where they can work, and says so when one did not.
// Browsers refuse passkeys for a bare number such as http://127.0.0.1:8000; http://localhost:8000 is fine.
(() => {
  const bareNumber = /^[\d.]+$|:/.test(location.hostname.replace(/^\[|\]$/g, ""));
  const able = window.PublicKeyCredential && !bareNumber;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !able;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = able;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const part of document.querySelectorAll("[data-passkey-error]")) part.hidden = false;
  });
})();
