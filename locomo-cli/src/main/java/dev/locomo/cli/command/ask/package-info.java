/** The verbs that evaluate. */
@NullMarked
package dev.locomo.cli.command.ask;

import org.jspecify.annotations.NullMarked;
