import { readConfig } from '../config/config.ts';
import { ConfigError } from '../config/configError.ts';
import type { Environment } from '../config/envReader.ts';

/** What is wrong with these settings, each problem a sentence; empty when the program would start with them. */
export function configProblems(env: Environment): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
