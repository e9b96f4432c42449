// Stands in for Stripe.js in tests: as much of it as the checkout uses, with the same names and the same
// answers. The card is typed into a frame of another origin; the shop's page never sees it.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const states = new WeakMap();

  function paymentElement(state) {
    const handlers = {};
    const tell = (event, told) => (handlers[event] ?? []).forEach((handler) => handler(told));
    return {
      on(event, handler) {
        (handlers[event] ??= []).push(handler);
      },
      mount(place) {
        const frame = document.createElement('iframe');
        frame.title = 'Secure payment input frame';
        frame.src = `${origin}/elements/card`;
        frame.style.cssText = 'width: 100%; height: 84px; border: 0; display: block';
        frame.addEventListener('load', () => tell('ready', { elementType: 'payment' }));
        (typeof place === 'string' ? document.querySelector(place) : place).append(frame);
        addEventListener('message', (message) => {
          if (message.source !== frame.contentWindow || message.origin !== origin) return;
          state.card = String(message.data.card);
          tell('change', { complete: state.card.length >= 14 });
        });
      },
    };
  }

  function elements(options) {
    for (const name of ['mode', 'amount', 'currency']) {
      if (!options[name]) throw new Error(`IntegrationError: elements() needs ${name}.`);
    }
    if (options.paymentMethodTypes) throw new Error('IntegrationError: paymentMethodTypes is gone since Endive.');
    const state = { card: '', submitted: false, ...options };
    const made = {
      create(kind) {
        if (kind !== 'payment') throw new Error(`IntegrationError: no element ${kind} here.`);
        return paymentElement(state);
      },
      update(changed) {
        Object.assign(state, changed);
        state.submitted = false;
      },
      async submit() {
        const complete = state.card.length >= 14;
        state.submitted = complete;
        const error = { type: 'validation_error', code: 'incomplete_number', message: 'Your card number is incomplete.' };
        return complete ? { selectedPaymentMethod: 'card' } : { error };
      },
    };
    states.set(made, state);
    return made;
  }

  window.Stripe = (key) => {
    if (!key.startsWith('pk_')) throw new Error('IntegrationError: a publishable key begins with pk_.');
    return {
      elements,
      async createConfirmationToken({ elements: made, params = {} }) {
        const state = states.get(made);
        if (!state?.submitted) throw new Error('IntegrationError: elements.submit() must be called first.');
        const body = new URLSearchParams({ key, card: state.card, return_url: params.return_url ?? '' });
        const answer = await (await fetch(`${origin}/v1/confirmation_tokens`, { method: 'POST', body })).json();
        return answer.error ? { error: answer.error } : { confirmationToken: answer };
      },
    };
  };
})();
