/** Servers of open models that are started for a run and end with it. */
@NullMarked
package dev.locomo.core.llm.serve;

import org.jspecify.annotations.NullMarked;
