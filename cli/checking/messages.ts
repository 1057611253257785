// What the threads of one `weir check` say to each other: a share of the files goes out, schemas are asked for and
// answered, findings come back. All of it is plain data.

import type { DataLocation, SchemaAnswer } from "../../language/index.ts";
import type { Project } from "../../project/index.ts";
import type { ExitCode } from "../exit.ts";
import type { FoundFile } from "../find-files.ts";
import type { ShownProblem } from "../output/problems.ts";

/** Given to a thread when it starts. */
export interface CheckShare {
  readonly kind: "weir check";
  readonly files: readonly FoundFile[];
}

/** What was found in some files. */
export interface Findings {
  readonly fileCount: number;
  readonly problems: readonly ShownProblem[];
}

export type FromThread =
  | {
      readonly kind: "find";
      readonly id: number;
      readonly locations: readonly DataLocation[];
      readonly project: Project;
    }
  | { readonly kind: "findings"; readonly findings: Findings }
  | {
      readonly kind: "fault";
      readonly exitCode: ExitCode;
      readonly message: string;
      readonly hint: string | undefined;
    };

export type ToThread =
  | { readonly kind: "answers"; readonly id: number; readonly answers: readonly SchemaAnswer[] }
  | {
      readonly kind: "noAnswers";
      readonly id: number;
      readonly message: string;
      readonly hint: string | undefined;
    };
