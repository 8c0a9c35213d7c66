/** A stored run as table, JSON, CSV, Markdown, LaTeX and one HTML page with charts. */
@NullMarked
package dev.locomo.eval.report;

import org.jspecify.annotations.NullMarked;
