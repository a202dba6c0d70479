/**
 * The stand-in's own Stripe.js: a form with one field for the number of a card. A number that ends in 0002 is declined, every other one pays.
 * It has what the page uses of the real one, and answers in its form.
 */
export const PAGE_SCRIPT = `(() => {
  const base = new URL(document.currentScript.src).origin;
  window.Stripe = (publishableKey) => ({
    elements: ({ clientSecret }) => {
      let field = null;
      const create = () => {
        const listeners = { ready: [], loaderror: [] };
        return {
          on: (event, listener) => listeners[event].push(listener),
          mount(place) {
            const label = document.createElement('label');
            label.textContent = 'Card number ';
            field = document.createElement('input');
            field.name = 'cardNumber';
            field.className = 'field';
            label.append(field);
            place.replaceChildren(label);
            const event = publishableKey.startsWith('pk_') ? 'ready' : 'loaderror';
            setTimeout(() => listeners[event].forEach((listener) => listener()), 0);
          },
          destroy: () => field && field.parentElement && field.parentElement.remove(),
        };
      };
      const number = () => (field ? field.value.replaceAll(/\\s/g, '') : '');
      const submit = async () =>
        /^[0-9]{16}$/.test(number())
          ? {}
          : { error: { type: 'validation_error', message: 'Your card number is incomplete.' } };
      return { create, submit, clientSecret, number };
    },
    async confirmPayment({ elements }) {
      const body = new URLSearchParams({ secret: elements.clientSecret, number: elements.number() });
      const answer = await fetch(base + '/trial/confirm', { method: 'POST', body });
      const data = await answer.json();
      if (answer.ok) return { paymentIntent: { status: data.status } };
      const isDeclined = data.error.code === 'card_declined';
      return {
        error: isDeclined
          ? { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' }
          : { type: 'api_error', code: data.error.code, message: data.error.message },
      };
    },
  });
})();
`;
