/** The verbs about the program itself: settings, models, protocols, completion. */
@NullMarked
package dev.locomo.cli.command.setup;

import org.jspecify.annotations.NullMarked;
