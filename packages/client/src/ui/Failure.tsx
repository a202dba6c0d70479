import { ApiError } from '@cryptotribes/protocol/client/apiError';
import { useState } from 'react';
import { shellText } from '../text/en/shell.ts';

interface FailureProps {
  sentence: string;
  error: unknown;
  onAgain: () => void;
}

/** What went wrong with a page as a whole, what to do, and where the server knows of it, the number under which it does. */
export function Failure({ sentence, error, onAgain }: FailureProps) {
  const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : null;
  const [isCopied, setIsCopied] = useState(false);
  function copy(id: string): void {
    navigator.clipboard?.writeText(id).then(
      () => setIsCopied(true),
      () => undefined,
    );
  }
  return (
    <div className="grid justify-items-start gap-4" role="alert" data-testid="failure">
      <p>{sentence}</p>
      <button type="button" className="btn" onClick={onAgain}>
        {shellText.reload}
      </button>
      {requestId && (
        <p className="row faint text-[12px]">
          <code className="break-all">{shellText.requestId(requestId)}</code>
          <button type="button" className="btn s ghost" onClick={() => copy(requestId)}>
            {isCopied ? shellText.copied : shellText.copy}
          </button>
        </p>
      )}
    </div>
  );
}
