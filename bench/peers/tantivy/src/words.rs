//! Words as every engine of the side-by-side splits them: Unicode's word boundaries, lower case, no stop words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

#[derive(Clone, Default)]
pub struct Words {
    token: Token,
}

pub struct WordStream<'a> {
    words: UnicodeWordIndices<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { words: text.unicode_word_indices(), token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((from, word)) = self.words.next() else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = from;
        self.token.offset_to = from + word.len();
        self.token.text.clear();
        push_lower_case(word, &mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn push_lower_case(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
    } else {
        // Letter by letter, as Lucene does: a word's end changes no letter.
        out.extend(word.chars().map(|c| c.to_lowercase().next().unwrap_or(c)));
    }
}

/// The words of a query.
pub fn words_of(text: &str) -> Vec<String> {
    text.unicode_words()
        .map(|word| {
            let mut lower = String::with_capacity(word.len());
            push_lower_case(word, &mut lower);
            lower
        })
        .collect()
}
