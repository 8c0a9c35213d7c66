/**
 * Verbs as declarations: a name, a help text, settings and what is done. The one place that knows
 * how a command line is parsed.
 */
@NullMarked
package dev.locomo.cli.verb;

import org.jspecify.annotations.NullMarked;
