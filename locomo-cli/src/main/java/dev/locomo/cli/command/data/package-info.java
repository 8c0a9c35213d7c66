/** The verbs about data sets. */
@NullMarked
package dev.locomo.cli.command.data;

import org.jspecify.annotations.NullMarked;
