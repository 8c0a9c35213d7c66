package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;

/**
 * One category's row.
 *
 * @param category what its label says
 * @param score as printed
 */
public record Claim(Category category, Printed score) {}
