/** The part of web-push that we use: encryption and the signed headers. The request itself is ours. */
declare module 'web-push' {
  interface RequestDetails {
    method: string;
    headers: Record<string, string | number>;
    body: Buffer | null;
    endpoint: string;
  }
  interface WebPush {
    generateRequestDetails(
      subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
      payload: string,
      options: {
        vapidDetails: { subject: string; publicKey: string; privateKey: string };
        TTL: number;
        urgency: 'very-low' | 'low' | 'normal' | 'high';
        contentEncoding: 'aes128gcm';
      },
    ): RequestDetails;
  }
  const webPush: WebPush;
  export default webPush;
}
