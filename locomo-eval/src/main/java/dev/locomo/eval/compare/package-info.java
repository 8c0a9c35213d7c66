/** Runs side by side: what differs in their settings, in their scores, and question by question. */
@NullMarked
package dev.locomo.eval.compare;

import org.jspecify.annotations.NullMarked;
