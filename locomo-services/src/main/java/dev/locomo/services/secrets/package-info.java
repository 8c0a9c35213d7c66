/**
 * Managers of secrets: those of Amazon, Google and Azure, and Vault. Amazon's by its SDK, which is
 * here for object storage; the others, whose SDKs are ten megabytes and more, by the one or two
 * requests that reading a secret takes.
 */
@NullMarked
package dev.locomo.services.secrets;

import org.jspecify.annotations.NullMarked;
