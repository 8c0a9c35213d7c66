package dev.locomo.eval.events;

import dev.locomo.eval.facts.Check;
import dev.locomo.eval.facts.Fact;
import dev.locomo.eval.facts.Labeller.Label;
import org.jspecify.annotations.Nullable;

/**
 * A fact with what is said of it.
 *
 * @param fact the fact
 * @param check whether the other side supports it
 * @param label what kind of mistake it is; null when it is none, or nobody said yet
 */
public record CheckedFact(Fact fact, Check check, @Nullable Label label) {}
