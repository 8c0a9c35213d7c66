/**
 * Asking a model in named steps, and reading what it says: the one record of calls, the one rule
 * for asking again, and the one reader of replies that answers, verdicts, facts, events and
 * generated texts go through.
 */
@NullMarked
package dev.locomo.core.ask;

import org.jspecify.annotations.NullMarked;
