package org.tocsin.incident;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What an incident says in one language. */
public record LocalFacts(
        @NotBlank @Size(max = Texts.MAX_PARAGRAPH_CHARS) @Pattern(regexp = Texts.PARAGRAPHS, message = Texts.PARAGRAPHS_MESSAGE) String whatHappened,
        @NotBlank @Size(max = Texts.MAX_PARAGRAPH_CHARS) @Pattern(regexp = Texts.PARAGRAPHS, message = Texts.PARAGRAPHS_MESSAGE) String whatWeAreDoing,
        @NotBlank @Size(max = Texts.MAX_PARAGRAPH_CHARS) @Pattern(regexp = Texts.PARAGRAPHS, message = Texts.PARAGRAPHS_MESSAGE) String whatYouCanDo) {}
