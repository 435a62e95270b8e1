/**
 * What is wrong, or unwise, in one part of a template: errors that refuse it and warnings that an approver should see.
 *
 * <p>May use: {@code template.syntax}, {@code template.wording}, incident.
 */
package org.tocsin.template.check;
