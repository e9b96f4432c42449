// Stripe's Payment Element: the card goes from the browser to Stripe, and what the shop's form sends is a token for
// it. As long as the element is not there (blocked, not loaded yet) the form goes as it is, to Stripe's own page.
(() => {
  const place = document.getElementById('f-payment_method');
  const form = place.closest('form');
  const field = form.elements.payment_method;
  const told = document.getElementById('card-error');
  const hosted = field.value;
  let stripe;
  let elements;
  let busy = false;
  place.dataset.begun = '';

  const say = (text) => { told.textContent = text; };
  const toHostedPage = () => { elements = undefined; place.parentElement.dataset.hosted = ''; };

  // Stripe's frames know neither our variables nor OKLCH.
  const probe = document.createElement('span');
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (name) => {
    probe.style.color = `var(--color-${name})`;
    brush.fillStyle = getComputedStyle(probe).color;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };

  const appearance = () => {
    place.append(probe);
    const look = {
      theme: 'stripe',
      variables: {
        colorPrimary: colour('accent'), colorBackground: colour('raised'), colorText: colour('text'),
        colorTextSecondary: colour('muted'), colorDanger: colour('danger'), fontFamily: 'system-ui, sans-serif',
        fontSizeBase: '16px', borderRadius: '6px', spacingUnit: '4px',
      },
      rules: { '.Input': { borderColor: colour('line-strong'), boxShadow: 'none' } },
    };
    probe.remove();
    return look;
  };

  const mount = () => {
    const { key, amount, currency } = place.dataset;
    stripe = Stripe(key);
    const made = stripe.elements({
      mode: 'payment', amount: Number(amount), currency, captureMethod: 'manual',
      allowedPaymentMethodTypes: ['card'],
      appearance: appearance(),
    });
    const element = made.create('payment');
    element.on('ready', () => { elements = made; place.dataset.ready = ''; });
    element.on('loaderror', toHostedPage);
    element.mount(place);
  };

  const tokenise = async (button) => {
    busy = true;
    say('');
    button?.setAttribute('aria-busy', 'true');
    try {
      elements.update({ amount: Number(place.dataset.amount) });
      const checked = await elements.submit();
      const made = checked.error ? checked : await stripe.createConfirmationToken({ elements });
      if (made.error) return say(made.error.message ?? 'Please check your card.');
      field.value = made.confirmationToken.id;
      form.requestSubmit(button);
    } catch {
      say('Stripe cannot be reached. Please try again in a moment.');
    } finally {
      busy = false;
      button?.removeAttribute('aria-busy');
    }
  };

  form.addEventListener('submit', (event) => {
    if (!elements || place.dataset.amount === '0' || field.value !== hosted || event.submitter?.name === 'intent') {
      // A token is good for one attempt.
      setTimeout(() => { field.value = hosted; });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!busy) tokenise(event.submitter);
  }, true);

  const script = document.createElement('script');
  script.src = place.dataset.script;
  script.addEventListener('load', () => { try { mount(); } catch { toHostedPage(); } });
  script.addEventListener('error', toHostedPage);
  document.head.append(script);
})();
