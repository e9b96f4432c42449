//! The flat rows as a tree.

use contracts::catalog::Category;

/// The roots with everything below them; `rows` come in the order of siblings.
pub(crate) fn build(rows: Vec<Category>) -> Vec<Category> {
    let (roots, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.parent.is_none());
    roots.into_iter().map(|root| grow(root, &rest)).collect()
}

fn grow(mut node: Category, rest: &[Category]) -> Category {
    let children = rest.iter().filter(|row| row.parent == Some(node.id));
    node.children = children.map(|child| grow(child.clone(), rest)).collect();
    node.product_count += node.children.iter().map(|child| child.product_count).sum::<u32>();
    node
}
