/**
 * Takes one project out of the arguments of a test run, in both spellings: {args: the others, chosen: was it there}.
 */
export function takeProject(all, project) {
  const args = [];
  let chosen = false;
  for (let i = 0; i < all.length; i++) {
    if (all[i] === `--project=${project}`) chosen = true;
    else if (all[i] === '--project' && all[i + 1] === project) {
      chosen = true;
      i++;
    } else args.push(all[i]);
  }
  return { args, chosen };
}
