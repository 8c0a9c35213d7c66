/** Results as text for a terminal of 80 columns. */
@NullMarked
package dev.locomo.eval.report.text;

import org.jspecify.annotations.NullMarked;
