"""Unlabelled news as examples: plain_texts.py CORPORA OUT.jsonl

Gathers the article texts of the corpora staged beside the project (development portions), without paragraphs seen
before and without any paragraph of the PolNeAR dev articles.
"""

import json
import sys
from pathlib import Path


def lines(path):
    with open(path, encoding="utf-8") as handle:
        for line in handle.read().split("\n"):
            if line.strip():
                yield json.loads(line)


def articles(corpora):
    for record in lines(corpora / "one-story/helsinki.jsonl"):
        yield record["paragraphs"]
    for story in lines(corpora / "basil/stories.jsonl"):
        for article in story["articles"]:
            yield [" ".join(paragraph) for paragraph in article["paragraphs"]]
    for record in lines(corpora / "fnc1/bodies.jsonl"):
        yield record["text"].split("\n")
    for record in lines(corpora / "time/tbaq.train.jsonl"):
        yield record["text"].split("\n\n")
    for record in lines(corpora / "wcxb-articles/truth.jsonl"):
        yield (record["main_content"] or "").split("\n")


def main():
    corpora, out = Path(sys.argv[1]), sys.argv[2]
    seen = {
        paragraph.strip()
        for record in lines(corpora / "polnear/dev.jsonl")
        for paragraph in record["text"].split("\n")
    }
    number = 0
    with open(out, "w", encoding="utf-8") as handle:
        for paragraphs in articles(corpora):
            fresh = []
            for paragraph in map(str.strip, paragraphs):
                if len(paragraph) > 1 and paragraph not in seen:
                    seen.add(paragraph)
                    fresh.append(paragraph)
            text = "\n\n".join(fresh)
            if len(text) >= 600:
                handle.write(json.dumps({"id": f"plain-{number}", "text": text}, ensure_ascii=False) + "\n")
                number += 1
    print(number, "articles")


if __name__ == "__main__":
    main()
