// Puts the secret of the link, which no browser sends to a server, in the form, and takes it out of the address.
// Without this file it is pasted by hand.
"use strict";
{
  const form = document.querySelector("[data-invitation]");
  const field = form.elements.namedItem("code");
  const secret = window.location.hash.slice(1);
  if (secret) {
    window.history.replaceState(null, "", window.location.pathname);
    field.value = secret;
    form.requestSubmit();
  }
}
