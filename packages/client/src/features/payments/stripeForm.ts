/** Stripe's own form (Payment Element). Its script is loaded when somebody chose to pay by card, and on no other page. */
import { language } from '../../text/language.ts';

/** What we use of Stripe's script. */
interface StripeElement {
  mount(place: HTMLElement): void;
  destroy(): void;
  on(event: 'ready' | 'loaderror', listener: () => void): void;
}
interface StripeElements {
  create(type: 'payment', options: object): StripeElement;
  submit(): Promise<{ error?: StripeError }>;
}
interface StripeError {
  type?: string;
  message?: string;
}
interface StripeObject {
  elements(options: object): StripeElements;
  confirmPayment(options: object): Promise<{ error?: StripeError; paymentIntent?: { status: string } }>;
}
type StripeFactory = (publishableKey: string) => StripeObject;

const stripeFactory = () => (window as unknown as { Stripe?: StripeFactory }).Stripe;

let loading: Promise<StripeFactory> | null = null;

/** The script, once; a failed load can be tried again. */
function loadStripe(address: string): Promise<StripeFactory> {
  loading ??= new Promise<StripeFactory>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => {
      const factory = stripeFactory();
      if (factory) resolve(factory);
      else reject(new Error('the script of Stripe is none'));
    };
    script.onerror = () => reject(new Error('the script of Stripe did not load'));
    document.head.append(script);
  }).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/** agreed: the bank has agreed, or is about to. declined: nothing was taken, with the bank's reason. unsure: no answer came. */
export type CardOutcome = { is: 'agreed' } | { is: 'declined'; reason: string } | { is: 'unsure' };

export interface CardForm {
  /** Sends what was typed to Stripe. */
  pay(): Promise<CardOutcome>;
  remove(): void;
}

const APPEARANCE = {
  theme: 'night',
  variables: {
    colorPrimary: '#f4a340',
    colorBackground: '#0d1418',
    colorText: '#eef4f5',
    colorTextSecondary: '#b7c5cb',
    colorDanger: '#f58a74',
    borderRadius: '3px',
    fontSizeBase: '16px',
  },
};

/** Draws the form in `place`; resolves when it can be filled in. Rejects when script or form do not load. */
export async function openCardForm(
  place: HTMLElement,
  given: { script: string; publishableKey: string; clientSecret: string },
): Promise<CardForm> {
  const stripe = (await loadStripe(given.script))(given.publishableKey);
  const elements = stripe.elements({
    clientSecret: given.clientSecret,
    locale: language,
    appearance: APPEARANCE,
  });
  const element = elements.create('payment', { layout: 'tabs' });
  await new Promise<void>((resolve, reject) => {
    element.on('ready', resolve);
    element.on('loaderror', () => reject(new Error('the form of Stripe did not load')));
    element.mount(place);
  });
  return {
    async pay() {
      const typed = await elements.submit();
      if (typed.error) return { is: 'declined', reason: typed.error.message ?? '' };
      try {
        const { error } = await stripe.confirmPayment({
          elements,
          clientSecret: given.clientSecret,
          // Only where a bank insists on a page of its own.
          redirect: 'if_required',
          confirmParams: { return_url: `${location.origin}/enter` },
        });
        if (!error) return { is: 'agreed' };
        const isRefusal = error.type === 'card_error' || error.type === 'validation_error';
        return isRefusal ? { is: 'declined', reason: error.message ?? '' } : { is: 'unsure' };
      } catch {
        return { is: 'unsure' };
      }
    },
    remove: () => element.destroy(),
  };
}
