/** The page may load scripts and workers from these addresses, and turn no other text into one (Content-Security-Policy: trusted-types). */
const ALLOWED = /^\/(sw\.js|assets\/[\w.-]+\.js)$/;

interface Policy {
  createScriptURL(address: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const rules: Policy = {
  createScriptURL(address) {
    if (!ALLOWED.test(address)) throw new TypeError(`${address} is no script of this page`);
    return address;
  },
};

// Not every browser has it; there the pattern alone decides.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('cryptotribes', rules) ?? rules;

/** For `serviceWorker.register` and `new Worker`: '/sw.js' or a file below '/assets/'. Throws a TypeError for anything else. */
export const scriptAddress = (path: string): string => policy.createScriptURL(path);
